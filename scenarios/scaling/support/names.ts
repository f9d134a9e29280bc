/** What the documents call the Deployment, and how they choose its pods. */
export const deployment = 'cano-collector';
export const selector = 'app=cano-collector';
