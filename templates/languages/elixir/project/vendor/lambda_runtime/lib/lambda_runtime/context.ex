defmodule LambdaRuntime.Context do
  @moduledoc """
  What a handler knows about its invocation. Values that Lambda did not send are `nil`.

    * `request_id` - id of the invocation, as in Lambda's own log lines
    * `deadline_ms` - when Lambda ends the invocation, in milliseconds since 1970;
      `remaining_time_ms/1` is what is left of it
    * `invoked_function_arn` - ARN the caller used, with its version or alias
    * `trace_id` - X-Ray trace header; also in `_X_AMZN_TRACE_ID` unless invocations are concurrent
    * `client_context` - what the caller put into the client context, decoded from JSON
    * `cognito_identity` - `%{"cognitoIdentityId" => id, "cognitoIdentityPoolId" => pool}`
    * `tenant_id` - tenant of a function with tenant isolation
    * `invocation_id` - tells a retry from the invocation it replaces; the runtime sends it back
    * `function_name`, `function_version`, `memory_limit_mb`, `log_group_name`, `log_stream_name` -
      of this execution environment, the same in every invocation
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

  Goes by the wall clock, as the deadline does: a monotonic clock stands still while the execution
  environment is frozen. `:infinity` without a deadline, which Lambda always sends.
  """
  @spec remaining_time_ms(t) :: non_neg_integer | :infinity
  defdelegate remaining_time_ms(context), to: :lambda_runtime
end
