export { startRequests } from './request-traffic.ts';
export { startTraffic } from './webhook-traffic.ts';
