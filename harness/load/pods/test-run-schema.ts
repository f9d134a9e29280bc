import * as z from 'zod';

const quantities = z.record(z.string(), z.union([z.string().regex(/^\d+(\.\d+)?([mKMGT]i?)?$/), z.number()]));
const named = z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() });

const volume = z.strictObject({
  name: z.string(),
  emptyDir: z.strictObject({}).optional(),
  configMap: z
    .strictObject({
      name: z.string(),
      items: z.array(z.strictObject({ key: z.string(), path: z.string() })).optional(),
    })
    .optional(),
});

const pod = z.strictObject({
  image: z.string().optional(),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).optional(),
  /** The operator has it as a text. */
  automountServiceAccountToken: z.enum(['true', 'false']).optional(),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  resources: z.strictObject({ requests: quantities.optional(), limits: quantities.optional() }).optional(),
  metadata: z.strictObject({ labels: z.record(z.string(), z.string()) }).optional(),
  volumes: z.array(volume).optional(),
  volumeMounts: z.array(named).optional(),
});

const file = z.strictObject({ name: z.string(), file: z.string().optional() });

/**
 * What a `TestRun` of k6-operator (`k6.io/v1alpha1`, its definition as of 0.0.19) may have, of what is used of it. Beside
 * the definition, the operator itself asks for exactly one place of the script.
 */
export const testRunSchema = z.strictObject({
  apiVersion: z.literal('k6.io/v1alpha1'),
  kind: z.literal('TestRun'),
  metadata: z.strictObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
  spec: z.strictObject({
    parallelism: z.int().positive(),
    script: z
      .strictObject({ configMap: file.optional(), volumeClaim: file.optional(), localFile: z.string().optional() })
      .refine((script) => Object.values(script).filter((place) => place !== undefined).length === 1, {
        message: 'expected one of configMap, volumeClaim and localFile',
      }),
    separate: z.boolean().optional(),
    arguments: z.string().optional(),
    quiet: z.enum(['true', 'false']).optional(),
    cleanup: z.literal('post').optional(),
    initializer: pod.optional(),
    starter: pod.optional(),
    runner: pod.optional(),
  }),
});
