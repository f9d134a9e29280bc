/** The user of the images, which root takes too. */
const imageUid = 1000;

type User = { readonly uid: number; readonly gid: number };

/** Who runs the harness; root where the machine knows no users by their numbers. */
export const caller = (): User => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

/** Whom what is tested runs as in containers: the caller, so that both sides may write to what they share, and never root. */
export const containerUser = (): User => {
  const user = caller();
  return user.uid === 0 ? { uid: imageUid, gid: imageUid } : user;
};

/** The caller, where that is neither root nor the user of the images. */
export const otherUser = (): User | undefined => {
  const user = containerUser();
  return user.uid === imageUid ? undefined : user;
};
