export { startTraffic, type Traffic } from './webhook-traffic.ts';
