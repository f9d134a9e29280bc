/** Version reported by `--version` and `/health/detailed`. */
export const version = '1.0.0';
