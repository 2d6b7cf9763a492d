import { Dashboard, GraphWidget, type IMetric, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { told, type Watched } from './alarms.ts'
import type { Settings } from './settings.ts'

/** One page: what arrived, what it became, what was asked, what it took. */
export function addDashboard(scope: Construct, settings: Settings, { queue, failed, landing, serving, api }: Watched): Dashboard {
  const graph = (title: string, left: IMetric[], right: IMetric[] = []): GraphWidget => new GraphWidget({ title, left, right, width: 12, height: 6 })
  const of = (service: string, ...names: string[]): IMetric[] => names.map((name) => told(settings, service, name))
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: `de-an-06-${settings.stage}`,
    widgets: [
      [
        graph('Tệp / Files', of('landing', 'FilesLanded', 'FilesUnchanged', 'FilesRefused')),
        graph('Dòng, phát hiện / Rows, findings', of('landing', 'RowsLanded', 'RowsRejected'), of('landing', 'Findings')),
      ],
      [
        graph(
          'Hàng đợi / Queue',
          [queue.metricApproximateNumberOfMessagesVisible(), failed.metricApproximateNumberOfMessagesVisible()],
          [queue.metricApproximateAgeOfOldestMessage()],
        ),
        graph('Nạp / Landing', [landing.metricDuration({ statistic: 'p95' })], [landing.metricErrors(), ...of('landing', 'BytesRead')]),
      ],
      [
        graph('API', [api.metricCount(), api.metricServerError(), api.metricClientError()], [api.metricLatency({ statistic: 'p95' })]),
        graph('Câu trả lời / Answers', of('serving', 'Answers', 'NotModified', 'InternalErrors'), [serving.metricDuration({ statistic: 'p95' })]),
      ],
      [
        new LogQueryWidget({
          title: 'Lỗi / Errors',
          logGroupNames: [landing.logGroup.logGroupName, serving.logGroup.logGroupName],
          queryLines: ['fields @timestamp, message, request_id, sha256', "filter level = 'ERROR' or level = 'error'", 'sort @timestamp desc', 'limit 50'],
          width: 24,
        }),
      ],
    ],
  })
}
