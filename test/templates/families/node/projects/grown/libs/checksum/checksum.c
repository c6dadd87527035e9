#include <node_api.h>
#include <xxhash.h>

static napi_value checksum(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  char text[256];
  size_t length;
  napi_get_value_string_utf8(env, argument, text, sizeof text, &length);
  napi_value result;
  napi_create_uint32(env, XXH32(text, length, 0), &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "checksum", NAPI_AUTO_LENGTH, checksum, NULL, &function);
  napi_set_named_property(env, exports, "checksum", function);
  return exports;
}
