[
  inputs: ["{mix,.formatter}.exs", "{lib,test_support,boot}/**/*.ex"]
]
