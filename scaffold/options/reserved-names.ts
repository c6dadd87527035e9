import { builtinModules } from 'node:module';

export interface Reservation {
  /** Whose name it is: it completes "… is taken: it is …". */
  readonly by: string;
  readonly names: ReadonlySet<string>;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/**
 * Names that cannot be a function's, although they are well formed: a project with one would not
 * compile, would hide a module of the platform, or could not be built or installed.
 */
export const reservations: readonly Reservation[] = [
  {
    by: 'a reserved word of Erlang',
    names: words(`
after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe
not of or orelse receive rem try when xor`),
  },
  {
    by: 'a word of Elixir',
    names: words('do false fn in nil rescue true undefined'),
  },
  {
    by: 'the runtime that the project contains',
    names: words('lambda_runtime'),
  },
  {
    by: 'a part of Elixir',
    names: words('eex elixir ex_unit hex iex logger mix'),
  },
  {
    by: 'an OTP application',
    names: words(`
asn1 common_test compiler crypto debugger dialyzer diameter edoc eldap erts et eunit ftp inets
jinterface kernel megaco mnesia observer odbc os_mon parsetools public_key reltool runtime_tools
sasl snmp ssh ssl stdlib syntax_tools tftp tools wx xmerl`),
  },
  {
    // ls lib/{compiler,erts,kernel,stdlib}-*/ebin/*.beam of OTP 25, and what 26 to 29 added.
    by: 'a module of Erlang/OTP',
    names: words(`
application application_controller application_master application_starter argparse array atomics
auth base64 beam_a beam_asm beam_block beam_bounds beam_call_types beam_clean beam_dict
beam_digraph beam_disasm beam_flatten beam_jump beam_kernel_to_ssa beam_lib beam_listing
beam_opcodes beam_ssa beam_ssa_bc_size beam_ssa_bool beam_ssa_bsm beam_ssa_codegen beam_ssa_dead
beam_ssa_lint beam_ssa_opt beam_ssa_pp beam_ssa_pre_codegen beam_ssa_recv beam_ssa_share
beam_ssa_throw beam_ssa_type beam_trim beam_types beam_utils beam_validator beam_z binary c
calendar cerl cerl_clauses cerl_inline cerl_prettypr cerl_trees code code_server compile core_lib
core_lint core_parse core_pp core_scan counters dets dets_server dets_sup dets_utils dets_v9 dict
digraph digraph_utils disk_log disk_log_1 disk_log_server disk_log_sup dist_ac dist_util edlin
edlin_expand edlin_key epp epp_dodger erl_abstract_code erl_anno erl_bifs erl_bits
erl_boot_server erl_compile erl_compile_server erl_ddll erl_debugger erl_distribution erl_epmd
erl_error erl_erts_errors erl_eval erl_expand_records erl_features erl_init erl_internal
erl_kernel_errors erl_lint erl_parse erl_posix_msg erl_pp erl_prim_loader erl_reply erl_scan
erl_signal_handler erl_stdlib_errors erl_tar erl_tracer erlang erpc error_handler error_logger
error_logger_file_h error_logger_tty_h erts_code_purger erts_debug
erts_dirty_process_signal_handler erts_internal erts_literal_area_collector escript ets eval_bits
file file_io_server file_server file_sorter filelib filename gb_sets gb_trees gen gen_event
gen_fsm gen_sctp gen_server gen_statem gen_tcp gen_tcp_socket gen_udp gen_udp_socket global
global_group global_search group group_history heart inet inet6_sctp inet6_tcp inet6_tcp_dist
inet6_udp inet_config inet_db inet_dns inet_gethost_native inet_hosts inet_parse inet_res
inet_sctp inet_tcp inet_tcp_dist inet_udp init io io_lib io_lib_format io_lib_fread io_lib_pretty
json kernel_config kernel_refc lists local_tcp local_udp log_mf_h logger_backend logger_config
logger_disk_log_h logger_filters logger_formatter logger_h_common logger_handler_watcher
logger_olp logger_proxy logger_server logger_simple_h logger_std_h logger_sup maps math
ms_transform net net_adm net_kernel orddict ordsets os otp_internal peer persistent_term pg pg2
pool prim_buffer prim_eval prim_file prim_inet prim_net prim_socket prim_tty prim_tty_sighandler
prim_zip proc_lib proplists qlc qlc_pt queue ram_file rand random raw_file_io
raw_file_io_compressed raw_file_io_deflate raw_file_io_delayed raw_file_io_inflate
raw_file_io_list re rec_env rpc seq_trace sets shell shell_default shell_docs shell_docs_markdown
shell_docs_test slave socket socket_registry sofs standard_error string supervisor
supervisor_bridge sys sys_core_alias sys_core_bsm sys_core_fold sys_core_fold_lists
sys_core_inline sys_core_prepare sys_messages sys_pre_attributes timer unicode unicode_util
uri_string user user_drv user_sup v3_core v3_kernel v3_kernel_pp win32reg wrap_log_reader zip
zlib zstd`),
  },
  {
    // ls lib/elixir/ebin/Elixir.*.beam: the top-level modules whose name is ours in PascalCase.
    by: 'a module of Elixir in PascalCase',
    names: words(`
access agent application argument_error arithmetic_error atom bad_arity_error bad_boolean_error
bad_function_error bad_map_error bad_struct_error base behaviour bitwise calendar
case_clause_error code collectable compile_error cond_clause_error config date date_time dict
duration dynamic_supervisor enum enumerable erlang_error exception file float function
function_clause_error gen_event gen_server hash_dict hash_set i_o inspect integer kernel
key_error keyword list macro map map_set match_error module naive_date_time node option_parser
partition_supervisor path port process protocol range record regex registry runtime_error set
stream string string_i_o supervisor syntax_error system system_limit_error task time
token_missing_error try_clause_error tuple u_r_i undefined_function_error
unicode_conversion_error version with_clause_error`),
  },
  {
    by: 'a module of Node.js',
    names: new Set(builtinModules),
  },
  {
    by: 'a name that npm refuses',
    names: words('node_modules'),
  },
  {
    by: 'a name that Docker refuses',
    names: words('scratch'),
  },
];
