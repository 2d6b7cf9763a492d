import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  GeoRestriction,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { RESTORE_DAYS } from './buckets.ts'
import type { Settings } from './settings.ts'

/** The longest that an answer is kept which says so itself: a token that was taken back ends this much later. */
const MOST_KEPT = Duration.seconds(30)

/**
 * Near, and for the countries named. What it keeps, it keeps for each token and each page's origin apart, and only where the
 * answer allows it: today each says that it may not be kept without asking.
 */
export function addCdn(scope: Construct, settings: Settings, api: HttpApi): Distribution {
  const { domain, cdnCertificateArn, cdnCountries } = settings
  const cachePolicy = new CachePolicy(scope, 'AnswersPerToken', {
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: MOST_KEPT,
    queryStringBehavior: CacheQueryStringBehavior.all(),
    headerBehavior: CacheHeaderBehavior.allowList('authorization', 'accept', 'origin', 'x-da06-statements'),
    enableAcceptEncodingGzip: true,
  })
  return new Distribution(scope, 'Cdn', {
    comment: `Đề án 06 Analytics, ${settings.stage}`,
    ...(domain !== undefined &&
      cdnCertificateArn !== undefined && { domainNames: [domain], certificate: Certificate.fromCertificateArn(scope, 'CdnCertificate', cdnCertificateArn) }),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    priceClass: PriceClass.PRICE_CLASS_200,
    ...(cdnCountries.length > 0 && { geoRestriction: GeoRestriction.allowlist(...cdnCountries) }),
    enableLogging: true,
    logBucket: logBucket(scope),
    defaultBehavior: {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${Stack.of(scope).region}.amazonaws.com`),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    },
  })
}

/** CloudFront writes its logs by access lists, which the other buckets forbid. */
const logBucket = (scope: Construct): Bucket =>
  new Bucket(scope, 'CdnLogs', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.OBJECT_WRITER,
    enforceSSL: true,
    lifecycleRules: [{ id: 'old', expiration: Duration.days(RESTORE_DAYS) }],
  })
