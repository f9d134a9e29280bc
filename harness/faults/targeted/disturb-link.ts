import type { DeliveryStack, TargetedFault, Toxic } from '../../contract/index.ts';

type Disturbance = { readonly to: string; readonly replica: number; readonly toxic: Toxic };

/** What one replica sends to one address is disturbed on its way; the link itself proves that it is. */
export const disturbLink = (stack: DeliveryStack, { to, replica, toxic }: Disturbance): TargetedFault => {
  const link = stack.link(to, replica);
  return {
    title: `${toxic.kind} on the way from replica ${replica} to ${to}`,
    inject: async () => await link.disturb(toxic),
  };
};
