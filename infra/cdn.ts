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

/** What CloudFront would keep of errors by itself, for ten seconds. */
const ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]

/**
 * Near, and for the countries named. It keeps answers to GET that say they may be kept (functions/api/answer-plugin.ts), for
 * seconds, and for each token and each page's origin apart: nobody gets what another asked for, a token that was taken back ends
 * that much later, and a landing shows that much later. What is older is asked for by its tag, and errors are never kept.
 */
export function addCdn(scope: Construct, settings: Settings, api: HttpApi): Distribution {
  const { domain, cdnCertificateArn, cdnCountries, cdnSeconds } = settings
  return new Distribution(scope, 'Cdn', {
    comment: `Đề án 06 Analytics, ${settings.stage}`,
    ...(domain !== undefined &&
      cdnCertificateArn !== undefined && { domainNames: [domain], certificate: Certificate.fromCertificateArn(scope, 'CdnCertificate', cdnCertificateArn) }),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    priceClass: PriceClass.PRICE_CLASS_200,
    ...(cdnCountries.length > 0 && { geoRestriction: GeoRestriction.allowlist(...cdnCountries) }),
    errorResponses: ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    enableLogging: true,
    logBucket: logBucket(scope),
    defaultBehavior: {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${Stack.of(scope).region}.amazonaws.com`),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: cdnSeconds === 0 ? CachePolicy.CACHING_DISABLED : answersPerToken(scope, Duration.seconds(cdnSeconds)),
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    },
  })
}

/** CloudFront refuses such a key to a policy that keeps nothing; there is one of its own for that. */
const answersPerToken = (scope: Construct, maxTtl: Duration): CachePolicy =>
  new CachePolicy(scope, 'AnswersPerToken', {
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl,
    queryStringBehavior: CacheQueryStringBehavior.all(),
    headerBehavior: CacheHeaderBehavior.allowList('authorization', 'accept', 'origin', 'x-da06-statements'),
    enableAcceptEncodingGzip: true,
  })

/** CloudFront writes its logs by access lists, which the other buckets forbid. */
const logBucket = (scope: Construct): Bucket =>
  new Bucket(scope, 'CdnLogs', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.OBJECT_WRITER,
    enforceSSL: true,
    lifecycleRules: [{ id: 'old', expiration: Duration.days(RESTORE_DAYS) }],
  })
