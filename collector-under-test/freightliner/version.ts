/** Version reported by `--version` and `/api/v1/status`. */
export const version = '1.0.0';
