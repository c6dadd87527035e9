/* What the official image's python3 is: a few bytes that start the shared libpython. */
int Py_BytesMain(int argc, char **argv);

int main(int argc, char **argv) { return Py_BytesMain(argc, argv); }
