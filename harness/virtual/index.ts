export { checkSystem, type CheckedAlert } from './check-system.ts';
