export { startTraffic } from './webhook-traffic.ts';
