/** Whom containers run as: the caller, so that both sides may write to what they share, and never root. */
export const containerUser = (): { readonly uid: number; readonly gid: number } => {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  return uid === 0 ? { uid: 1000, gid: 1000 } : { uid, gid };
};
