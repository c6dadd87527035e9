defmodule Hello.Runtime do
  use Task, restart: :permanent

  def start_link(_options) do
    Task.start_link(__MODULE__, :loop, ["http://#{System.fetch_env!("AWS_LAMBDA_RUNTIME_API")}"])
  end

  def loop(api) do
    {:ok, {{_, 200, _}, headers, body}} =
      :httpc.request(:get, {~c"#{api}/2018-06-01/runtime/invocation/next", []}, [], body_format: :binary)

    {_, id} = List.keyfind(headers, ~c"lambda-runtime-aws-request-id", 0)
    response = body |> JSON.decode!() |> Hello.handler(headers) |> JSON.encode!()
    url = ~c"#{api}/2018-06-01/runtime/invocation/#{id}/response"

    {:ok, {{_, 202, _}, _, _}} = :httpc.request(:post, {url, [], ~c"application/json", response}, [], [])
    loop(api)
  end
end
