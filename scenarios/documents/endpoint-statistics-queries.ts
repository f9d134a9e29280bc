import type { DocumentSuite } from '../../harness/index.ts';
import { promql } from './forms.ts';

const requests = 'sum(rate(http_requests_total[5m])) by (path)';
const errors = 'sum(rate(http_requests_total{status=~"5.."}[5m])) by (status, path)';
const bothJobs = {
  'http_requests_total{job="kubernetes-pods",path="/a"}': '0+60x30',
  'http_requests_total{job="flask-api",path="/a"}': '0+60x30',
};

/** What the panels of endpoint-statistics show of series as the documented scraping makes them. */
export const endpointStatisticsQueries: DocumentSuite = {
  checks: [
    {
      finding: 'epstats.defect.double-scrape',
      shows:
        'one request a second is shown as two, because two jobs scrape the same pod; with a job selected it is one',
      documented: promql({ series: bothJobs, values: [{ at: '20m', expr: `sum(${requests})`, value: 2 }] }),
      corrected: promql({
        series: bothJobs,
        values: [{ at: '20m', expr: 'sum(rate(http_requests_total{job="flask-api"}[5m]))', value: 1 }],
      }),
    },
    {
      finding: 'epstats.defect.static-service-target',
      shows:
        'three replicas behind one address, each at 1 request a second, are shown as more than 100 a second; scraped apart they are 3',
      documented: promql({
        interval: '15s',
        series: {
          'http_requests_total{job="flask-api"}':
            '1000 5000 9000 1045 5045 9045 1090 5090 9090 1135 5135 9135 1180 5180 9180 1225 5225 9225 1270 5270 9270 1315 5315 9315',
        },
        values: [{ at: '5m45s', expr: 'sum(rate(http_requests_total[5m])) > bool 100', value: 1 }],
      }),
      corrected: promql({
        interval: '15s',
        series: {
          'http_requests_total{instance="a"}': '1000+15x30',
          'http_requests_total{instance="b"}': '5000+15x30',
          'http_requests_total{instance="c"}': '9000+15x30',
        },
        values: [{ at: '5m45s', expr: 'sum(rate(http_requests_total[5m])) > bool 100', value: 0 }],
      }),
    },
    {
      finding: 'epstats.defect.error-panel-5xx-only',
      shows: 'the panel of errors by status shows no 404; a selector of 4xx and 5xx does',
      documented: promql({
        series: { 'http_requests_total{path="/a",status="404"}': '0+60x30' },
        values: [{ at: '20m', expr: errors, value: 'none' }],
      }),
      corrected: promql({
        series: { 'http_requests_total{path="/a",status="404"}': '0+60x30' },
        values: [{ at: '20m', expr: `sum(${errors.replace('5..', '[45]..')})`, value: 1 }],
      }),
    },
    {
      finding: 'epstats.defect.grafana-timeinterval',
      shows:
        'four times 5 s holds one sample at most moments, so a rate over it is empty; four times the scrape interval is not',
      documented: promql({
        interval: '15s',
        series: { http_requests_total: '0+15x40' },
        values: [{ at: '5m10s', expr: 'rate(http_requests_total[20s])', value: 'none' }],
      }),
      corrected: promql({
        interval: '15s',
        series: { http_requests_total: '0+15x40' },
        values: [{ at: '5m10s', expr: 'sum(rate(http_requests_total[60s]))', value: 1 }],
      }),
    },
  ],
};
