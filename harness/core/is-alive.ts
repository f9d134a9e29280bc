/** Whether a process of this machine runs, of whatever user; what is no id of one counts as running. */
export const isAlive = (pid: number): boolean => {
  // The signal 0 only asks; to a group it would ask for anyone.
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};
