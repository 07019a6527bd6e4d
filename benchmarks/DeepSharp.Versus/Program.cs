using DeepSharp.Versus;

// `table FILE` compares the lines that `benchmarks/versus` collected; anything else measures libtorch.
if (args is ["table", var file]) return RatioTable.Print(File.ReadLines(file));
if (OperatingSystem.IsLinux()) OldLibstdcxx.LetTorchSharpLoad();
return TorchMeasureCommand.Run(args);
