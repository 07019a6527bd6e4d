using BenchmarkDotNet.Running;
using DeepSharp.Benchmarks.Measure;

// `measure NAME-PREFIX ...` prints one JSON line for each measurement of a whole step or op; anything else goes to BenchmarkDotNet.
if (args is ["measure", .. var rest]) return MeasureCommand.Run(rest);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
