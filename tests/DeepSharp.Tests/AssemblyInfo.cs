using Xunit.Sdk;
using Xunit.v3;

// The number of threads, the tape and allocation counts are process-wide: tests that set or read them must not overlap.
[assembly: Parallelization(Mode = ParallelMode.None)]
