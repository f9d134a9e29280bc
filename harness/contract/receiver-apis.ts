import * as z from 'zod';

/** What a Slack incoming webhook takes: something to show, in attachments, blocks or text. */
export const slackMessageSchema = z
  .looseObject({
    channel: z.string().regex(/^[#@]/).optional(),
    text: z.string().optional(),
    blocks: z.array(z.looseObject({ type: z.string() })).optional(),
    attachments: z
      .array(
        z.looseObject({
          title: z.string().optional(),
          title_link: z.string().optional(),
          text: z.string().optional(),
          fallback: z.string(),
          color: z.string().optional(),
          mrkdwn_in: z.array(z.string()).optional(),
        }),
      )
      .optional(),
  })
  .refine(({ text, blocks, attachments }) => [text, ...(blocks ?? []), ...(attachments ?? [])].some(Boolean));

const pagerdutyPayload = z.looseObject({
  summary: z.string().min(1).max(1024),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  custom_details: z.unknown().optional(),
});

/** What PagerDuty's Events API v2 takes at `/v2/enqueue`; only a trigger must say what happened. */
export const pagerdutyEventSchema = z
  .looseObject({
    routing_key: z.string().length(32),
    event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
    dedup_key: z.string().min(1).max(255).optional(),
    payload: pagerdutyPayload.optional(),
  })
  .refine(({ event_action: action, payload, dedup_key: key }) =>
    action === 'trigger' ? payload !== undefined : key !== undefined,
  );
