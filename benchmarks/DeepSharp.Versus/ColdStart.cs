using System.Diagnostics;
using System.Globalization;
using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;

namespace DeepSharp.Versus;

/// <summary>Milliseconds from the start of the process to the end of its first and second training step at batch 32.</summary>
internal static class ColdStart
{
    public static void Run(int threads)
    {
        DateTime start = Process.GetCurrentProcess().StartTime;
        double Elapsed() => (DateTime.Now - start).TotalMilliseconds;

        double main = Elapsed();
        set_num_threads(threads);
        Action step = SeedCnnSteps.Train(Layout.All[0], 32);
        double ready = Elapsed();
        step();
        double first = Elapsed();
        step();
        double second = Elapsed();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"peer\":\"torch\",\"what\":\"cold\",\"threads\":{threads},\"main_ms\":{main:0},\"model_ready_ms\":{ready:0}," +
            $"\"first_step_ms\":{first:0},\"second_step_ms\":{second:0},\"rss_peak_bytes\":{ProcessMemory.Peak()}}}"));
    }
}
