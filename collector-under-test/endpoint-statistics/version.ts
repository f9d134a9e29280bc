/** Version reported by `--version` and `/`. */
export const version = '1.0.0';
