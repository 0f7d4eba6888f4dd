// The least that logging in at an identity provider needs.
export const OIDC_ENVIRONMENT = {
  PUBLIC_URL: 'https://agent.acme.example/',
  OIDC_ISSUER: 'https://id.acme.example/realms/acme',
  OIDC_CLIENT_ID: 'agent',
  OIDC_ROLE_RULES: '[{"value":"auditors","tenant":"acme","role":"auditor"}]',
};
