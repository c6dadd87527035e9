defmodule LambdaRuntime.AWS do
  @moduledoc """
  Sends requests to AWS, signed with the credentials of the function.

  Needs the application `:ssl`: add it to `extra_applications` in `mix.exs`. What this module does
  is not loaded before the first call.

      {:ok, %{status: 200, body: csv}} =
        LambdaRuntime.AWS.request("s3", path: ["my-bucket", "2026", "a b.csv"])

  It knows no operations: path, headers and body are those in the API reference of the service. For
  more, use a client of AWS such as ExAws.

    * Region and credentials are those that Lambda sets. Credentials of the container endpoint are
      fetched again before they expire.
    * Connections are kept between invocations.
    * Failed connections, time-outs, throttling and statuses 500, 502, 503 and 504 are tried again,
      three times in all, after at most 100 and 200 ms. A request whose response was lost is sent
      again as well, as by all SDKs: make it idempotent where that matters, with a condition or a
      client token.
  """

  alias LambdaRuntime.AWS.Error

  @typedoc "The names of headers are in lower case."
  @type response :: %{
          status: 100..599,
          headers: %{String.t() => String.t()},
          body: binary
        }

  @type option ::
          {:method, :get | :head | :post | :put | :patch | :delete}
          | {:path, String.t() | [String.t()]}
          | {:query, Enumerable.t({String.t(), String.t()})}
          | {:headers, Enumerable.t({String.t(), String.t()})}
          | {:body, iodata}
          | {:region, String.t()}
          | {:endpoint, String.t()}
          | {:connect_timeout, timeout}
          | {:timeout, non_neg_integer}
          | {:attempts, pos_integer}

  @doc """
  Sends a request and returns the response, whatever its status is.

  `service` is its name in signatures, such as `"s3"`, `"dynamodb"`, `"sqs"`, `"events"`,
  `"execute-api"`.

      {:ok, %{status: 200}} =
        LambdaRuntime.AWS.request("dynamodb",
          method: :post,
          headers: [
            {"content-type", "application/x-amz-json-1.0"},
            {"x-amz-target", "DynamoDB_20120810.PutItem"}
          ],
          body: JSON.encode!(%{TableName: "orders", Item: %{id: %{S: "A-1001"}}})
        )

  ## Options

    * `:method` - `:get` by default
    * `:path` - not encoded. In a list, each element is one segment, in which a slash is encoded as
      well
    * `:query` - names and values, not encoded, in any order
    * `:headers` - further headers
    * `:body` - empty by default
    * `:region` - that of the function by default
    * `:endpoint` - URL; by default `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, or
      `https://<service>.<region>.amazonaws.com`
    * `:connect_timeout` - in ms; 2000 by default
    * `:timeout` - of one attempt after it has connected, in ms; 10000 by default
    * `:attempts` - 3 by default

  Raises `ArgumentError` if an option is not known, or the name or value of a header is not valid.
  """
  @spec request(String.t(), [option]) :: {:ok, response} | {:error, Error.t()}
  def request(service, options \\ []) do
    options =
      options
      |> Keyword.validate!([
        :method,
        :path,
        :query,
        :headers,
        :body,
        :region,
        :endpoint,
        :connect_timeout,
        :timeout,
        :attempts
      ])
      |> Map.new(fn
        {key, pairs} when key in [:query, :headers] -> {key, Enum.to_list(pairs)}
        option -> option
      end)

    with {:error, failure} <- :lambda_runtime_aws.request(service, options) do
      {:error, struct!(Error, failure)}
    end
  end

  defmodule Error do
    @moduledoc """
    Why there is no response, and what to do. Reasons:

      * `:not_started` - the application `:ssl` cannot be started
      * `:region`, `:endpoint`, `:no_credentials` - these are not configured, or not valid
      * `:connection` - connecting failed, or the connection was lost
      * `:timeout` - there was no response in time
    """

    @type t :: %__MODULE__{
            reason: :not_started | :region | :endpoint | :no_credentials | :connection | :timeout,
            message: String.t()
          }

    defexception [:reason, :message]
  end
end
