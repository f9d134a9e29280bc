/** The user of the images, which root takes too. */
const imageUid = 1000;

/** Whom containers run as: the caller, so that both sides may write to what they share, and never root. */
export const containerUser = (): { readonly uid: number; readonly gid: number } => {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  return uid === 0 ? { uid: imageUid, gid: imageUid } : { uid, gid };
};

/** The caller, where that is neither root nor the user of the images. */
export const otherUser = (): ReturnType<typeof containerUser> | undefined => {
  const user = containerUser();
  return user.uid === imageUid ? undefined : user;
};
