import { Match, Template } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { resourcesOf, synthesized, templateOf } from './synthesized.ts'

const cdn = templateOf('cdn')
const withCdn = (cdnSeconds: string): Template => Template.fromStack(synthesized({ cdn: 'true', cdnSeconds }).stack)
const propertiesOf = (template: Template, type: string): readonly object[] => Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties)

/** What the API's function is told of a CDN before it. */
const toldOf = (template: Template): unknown => {
  const [variables] = propertiesOf(template, 'AWS::Lambda::Function').flatMap((one) => {
    const { Handler, Environment } = one as { Handler: string; Environment: { Variables: Record<string, string> } }
    return Handler === 'api-handler.handler' ? [Environment.Variables] : []
  })
  return variables?.DA06_CDN_SECONDS
}

it('keeps answers for each token and each page’s origin apart, for Viet Nam alone; errors never', () => {
  cdn.hasResourceProperties('AWS::CloudFront::CachePolicy', {
    CachePolicyConfig: Match.objectLike({
      MinTTL: 0,
      DefaultTTL: 0,
      MaxTTL: 30,
      ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['authorization', 'accept', 'origin', 'x-da06-statements'] },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      }),
    }),
  })
  cdn.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({
      CustomErrorResponses: [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
      Restrictions: { GeoRestriction: { Locations: ['VN'], RestrictionType: 'whitelist' } },
      ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: 'TLSv1.2_2021' }),
    }),
  })
})

it('the function says as long as the CDN keeps at most; without a CDN it says nothing', () => {
  expect(toldOf(cdn)).toBe('30')
  const shorter = withCdn('5')
  expect(toldOf(shorter)).toBe('5')
  shorter.hasResourceProperties('AWS::CloudFront::CachePolicy', { CachePolicyConfig: Match.objectLike({ MaxTTL: 5 }) })
  const without = templateOf('province')
  expect(toldOf(without)).toBeUndefined()
  without.resourceCountIs('AWS::CloudFront::Distribution', 0)
})

it('where it may keep nothing it has the policy for that: CloudFront takes no key of a cache that is off', () => {
  const none = withCdn('0')
  expect(toldOf(none)).toBe('0')
  none.resourceCountIs('AWS::CloudFront::CachePolicy', 0)
  none.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({ DefaultCacheBehavior: Match.objectLike({ CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' }) }),
  })
})
