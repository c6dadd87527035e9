defmodule LambdaRuntime.Context do
  @moduledoc """
  The context of an invocation. Values that Lambda did not send are `nil`.

    * `request_id` - id of the invocation, as in Lambda's own log lines
    * `deadline_ms` - when Lambda ends the invocation, in milliseconds since 1970; see
      `remaining_time_ms/1`
    * `invoked_function_arn` - the ARN that the caller used, with its version or alias
    * `trace_id` - X-Ray trace header; also in `_X_AMZN_TRACE_ID` unless invocations are concurrent
    * `client_context` - the caller's client context, decoded from JSON
    * `cognito_identity` - `%{"cognitoIdentityId" => id, "cognitoIdentityPoolId" => pool}`
    * `tenant_id` - tenant, if the function uses tenant isolation
    * `invocation_id` - distinguishes a retry from the original invocation; the runtime sends it back
    * `function_name`, `function_version`, `memory_limit_mb`, `log_group_name`, `log_stream_name` -
      the same in every invocation of an execution environment
  """

  defstruct [
    :request_id,
    :deadline_ms,
    :invoked_function_arn,
    :trace_id,
    :client_context,
    :cognito_identity,
    :tenant_id,
    :invocation_id,
    :function_name,
    :function_version,
    :memory_limit_mb,
    :log_group_name,
    :log_stream_name
  ]

  @type t :: %__MODULE__{
          request_id: String.t(),
          deadline_ms: integer | nil,
          invoked_function_arn: String.t() | nil,
          trace_id: String.t() | nil,
          client_context: term,
          cognito_identity: term,
          tenant_id: String.t() | nil,
          invocation_id: String.t() | nil,
          function_name: String.t() | nil,
          function_version: String.t() | nil,
          memory_limit_mb: pos_integer | nil,
          log_group_name: String.t() | nil,
          log_stream_name: String.t() | nil
        }

  @doc """
  Milliseconds until Lambda ends the invocation; 0 once the deadline has passed.

  Uses the wall clock, as the deadline does: a monotonic clock stops while the execution environment
  is frozen. Returns `:infinity` if there is no deadline; Lambda always sends one.
  """
  @spec remaining_time_ms(t) :: non_neg_integer | :infinity
  defdelegate remaining_time_ms(context), to: :lambda_runtime
end
