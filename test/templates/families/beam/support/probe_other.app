{application, probe_other, [
    {description, "An application beside the function"},
    {vsn, "1"},
    {registered, []},
    {mod, {probe_other, []}},
    {applications, [kernel, stdlib]}
]}.
