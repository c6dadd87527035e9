raise RuntimeError("not loadable")
