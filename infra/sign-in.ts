import { AccountRecovery, FeaturePlan, Mfa, OAuthScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito'
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Settings } from './settings.ts'

export interface SignIn {
  readonly issuer: string
  readonly audience: readonly string[]
  /** Where people sign in; null where the issuer is somebody else's. */
  readonly loginUrl: string | null
  readonly userPool: UserPool | null
}

/** Whose tokens are taken: the issuer that is named, else a Cognito pool into which nobody can sign up by himself. */
export function addSignIn(scope: Construct, { issuer, audience, stage, callbackUrls }: Settings): SignIn {
  if (issuer !== undefined) return { issuer, audience, loginUrl: null, userPool: null }
  const userPool = new UserPool(scope, 'People', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireUppercase: true, requireSymbols: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.ESSENTIALS,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
  })
  const client = addClient(userPool, callbackUrls)
  const domain = userPool.addDomain('PeopleDomain', { cognitoDomain: { domainPrefix: `da06-${stage}-${Stack.of(scope).account}` } })
  return { issuer: userPool.userPoolProviderUrl, audience: [client.userPoolClientId], loginUrl: domain.baseUrl(), userPool }
}

/** A frontend in the browser keeps no secret: authorization code with PKCE, and nothing else. */
function addClient(userPool: UserPool, callbackUrls: readonly string[]): UserPoolClient {
  return userPool.addClient('Frontend', {
    generateSecret: false,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: callbackUrls.length > 0 ? [...callbackUrls] : ['http://localhost:3000'],
    },
  })
}
