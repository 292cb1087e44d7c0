import { ecs } from "../../support/canonical-readers.ts";
import type { Table } from "./table.ts";

/** Audit logs of services: one operation is one indicator, whatever the fields are called. */
export const cloud: readonly Table[] = [
  {
    about: "AWS CloudTrail",
    sigma: "{product: aws, service: cloudtrail}",
    ecs: ecs("aws", "filebeat-*", "logs-aws.cloudtrail-*"),
    rows: [
      {
        says: "an operation of a service",
        sigma: "eventSource: iam.amazonaws.com\neventName: CreateAccessKey",
        eql: 'event.provider == "iam.amazonaws.com" and event.action == "CreateAccessKey"',
        kuery: 'event.provider:"iam.amazonaws.com" and event.action:"CreateAccessKey"',
        lucene: 'event.provider:"iam.amazonaws.com" AND event.action:"CreateAccessKey"',
        esql: 'event.provider == "iam.amazonaws.com" and event.action == "CreateAccessKey"',
        indicators: ["eventName equals CreateAccessKey", "eventSource equals iam.amazonaws.com"],
      },
      {
        says: "several operations",
        sigma: "eventName: [StopLogging, DeleteTrail]",
        eql: 'event.action in ("StopLogging", "DeleteTrail")',
        kuery: "event.action:(StopLogging or DeleteTrail)",
        esql: 'event.action in ("StopLogging", "DeleteTrail")',
        indicators: ["eventName equals DeleteTrail", "eventName equals StopLogging"],
      },
      {
        says: "who calls",
        sigma: "userIdentity.type: Root",
        eql: 'aws.cloudtrail.user_identity.type == "Root"',
        kuery: "aws.cloudtrail.user_identity.type:Root",
        esql: 'aws.cloudtrail.user_identity.type == "Root"',
        indicators: ["userIdentity.type equals Root"],
      },
      {
        says: "why a call failed",
        sigma: "errorCode: AccessDenied",
        eql: 'aws.cloudtrail.error_code == "AccessDenied"',
        kuery: "aws.cloudtrail.error_code:AccessDenied",
        esql: 'aws.cloudtrail.error_code == "AccessDenied"',
        indicators: ["errorCode equals AccessDenied"],
      },
      {
        says: "what a call asks for",
        sigma: "requestParameters.attribute: userData",
        eql: 'aws.cloudtrail.flattened.request_parameters.attribute == "userData"',
        kuery: "aws.cloudtrail.flattened.request_parameters.attribute:userData",
        esql: 'aws.cloudtrail.flattened.request_parameters.attribute == "userData"',
        indicators: ["requestParameters.attribute equals userData"],
      },
    ],
  },
  {
    about: "Entra ID",
    sigma: "{product: azure, service: auditlogs}",
    ecs: ecs("azure", "filebeat-*", "logs-azure.auditlogs-*"),
    rows: [
      {
        says: "an operation",
        sigma: "OperationName: Invite external user",
        eql: 'azure.auditlogs.operation_name == "Invite external user"',
        kuery: 'azure.auditlogs.operation_name:"Invite external user"',
        esql: 'event.action == "Invite external user"',
        indicators: ["operationName equals Invite external user"],
      },
      {
        says: "an operation by its message",
        sigma: "properties.message: Add user",
        eql: 'azure.auditlogs.operation_name == "Add user"',
        kuery: 'event.action:"Add user"',
        indicators: ["operationName equals Add user"],
      },
    ],
  },
  {
    about: "Microsoft 365",
    sigma: "{product: m365, service: audit}",
    ecs: ecs("o365", "filebeat-*", "logs-o365.audit-*"),
    rows: [
      {
        says: "an operation",
        sigma: "Operation: New-InboxRule",
        eql: 'event.action == "New-InboxRule"',
        kuery: "event.action:New-InboxRule",
        esql: 'o365.audit.Operation == "New-InboxRule"',
        indicators: ["Operation equals New-InboxRule"],
      },
    ],
  },
  {
    about: "Okta",
    sigma: "{product: okta, service: okta}",
    ecs: ecs("okta", "filebeat-*", "logs-okta*"),
    rows: [
      {
        says: "an operation, which is no change of the registry",
        sigma: "eventType: user.mfa.factor.deactivate",
        eql: 'event.action == "user.mfa.factor.deactivate"',
        kuery: "okta.event_type:user.mfa.factor.deactivate",
        esql: 'event.action == "user.mfa.factor.deactivate"',
        indicators: ["okta.event_type equals user.mfa.factor.deactivate"],
      },
      {
        says: "why it failed",
        sigma: "outcome.reason: INVALID_CREDENTIALS",
        eql: 'okta.outcome.reason == "INVALID_CREDENTIALS"',
        kuery: "okta.outcome.reason:INVALID_CREDENTIALS",
        indicators: ["okta.outcome.reason equals INVALID_CREDENTIALS"],
      },
    ],
  },
  {
    about: "GitHub",
    sigma: "{product: github, service: audit}",
    ecs: ecs("github", "logs-github.audit-*"),
    rows: [
      {
        says: "an operation",
        sigma: "action: protected_branch.destroy",
        eql: 'event.action == "protected_branch.destroy"',
        kuery: "event.action:protected_branch.destroy",
        esql: 'event.action == "protected_branch.destroy"',
        indicators: ["github.action equals protected_branch.destroy"],
      },
    ],
  },
  {
    about: "Google Cloud",
    sigma: "{product: gcp, service: gcp.audit}",
    ecs: ecs("gcp", "filebeat-*", "logs-gcp.audit-*"),
    rows: [
      {
        says: "an operation",
        sigma: "gcp.audit.method_name: storage.buckets.delete",
        eql: 'event.action == "storage.buckets.delete"',
        kuery: 'event.action:"storage.buckets.delete"',
        esql: 'gcp.audit.method_name == "storage.buckets.delete"',
        indicators: ["gcp.audit.method_name equals storage.buckets.delete"],
      },
    ],
  },
  {
    about: "Kubernetes",
    sigma: "{product: kubernetes, service: audit}",
    ecs: ecs("kubernetes", "logs-kubernetes.audit_logs-*"),
    rows: [
      {
        says: "what is asked of which resource",
        sigma: "verb: create\nobjectRef.resource: pods",
        eql: 'kubernetes.audit.verb == "create" and kubernetes.audit.objectRef.resource == "pods"',
        kuery: "kubernetes.audit.verb:create and kubernetes.audit.objectRef.resource:pods",
        lucene: "kubernetes.audit.verb:create AND kubernetes.audit.objectRef.resource:pods",
        esql: 'azure.platformlogs.properties.log.verb == "create" and kubernetes.audit.objectRef.resource == "pods"',
        indicators: ["objectRef.resource equals pods", "verb equals create"],
      },
    ],
  },
];
