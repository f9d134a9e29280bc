export type AlertState = 'inactive' | 'pending' | 'firing';

/**
 * Gives an alert's state after each evaluation: pending from the first that is true, firing from the first that is at
 * least `for` later, inactive with the first that is not true (rules/alerting.go, AlertingRule.Eval).
 */
export const alertStates = (isTrue: readonly boolean[], interval: number, forTime: number): AlertState[] => {
  let since: number | undefined;
  return isTrue.map((truth, index) => {
    if (!truth) {
      since = undefined;
      return 'inactive';
    }
    since ??= index;
    return (index - since) * interval >= forTime ? 'firing' : 'pending';
  });
};
