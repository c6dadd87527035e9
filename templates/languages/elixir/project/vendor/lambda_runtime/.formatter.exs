[
  inputs: ["{mix,.formatter}.exs", "{lib,test_support}/**/*.ex"]
]
