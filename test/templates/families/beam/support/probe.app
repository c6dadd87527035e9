{application, probe, [
    {description, "The function that the tests run"},
    {vsn, "1"},
    {mod, {probe_app, []}},
    {registered, []},
    {applications, [kernel, stdlib, lambda_runtime]},
    {modules, [probe, probe_app]}
]}.
