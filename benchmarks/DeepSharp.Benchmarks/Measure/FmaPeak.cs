using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using DeepSharp.Kernels;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>
/// The most multiply-adds a second that the machine can do: independent ones, from registers. Counted as two operations each.
/// </summary>
internal static class FmaPeak
{
    private const int Rounds = 1_000_000;
    private const int Chains = 14;

    public static void Print(int threads)
    {
        double best = 0;
        var load = new MachineLoad();
        for (int i = 0; i < 10; i++) best = Math.Max(best, Once(threads));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"peer\":\"deepsharp\",\"what\":\"fma.peak\",\"threads\":{threads},\"gflops\":{best / 1e9:0.##},\"ext\":{load.OtherCores():0.##}}}"));
    }

    private static double Once(int threads)
    {
        var rates = new double[threads];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(index => new Thread(() => rates[index] = Rate()))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
        return rates.Sum();
    }

    private static double Rate() =>
        F512.IsSupported ? Rate<F512>() : F256.IsSupported ? Rate<F256>() : F128.IsSupported ? Rate<F128>() : Rate<F1>();

    private static double Rate<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
    {
        long start = Stopwatch.GetTimestamp();
        float sum = TSimd.Sum(Run<TSimd>());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return float.IsNaN(sum) ? 0 : 2.0 * TSimd.Width * Chains * Rounds / seconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TSimd Run<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd x = TSimd.Splat(0.5f), y = TSimd.Splat(1e-3f);
        TSimd a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y, a12 = y, a13 = y;
        for (int i = 0; i < Rounds; i++)
        {
            a0 = TSimd.MultiplyAdd(a0, x, y);
            a1 = TSimd.MultiplyAdd(a1, x, y);
            a2 = TSimd.MultiplyAdd(a2, x, y);
            a3 = TSimd.MultiplyAdd(a3, x, y);
            a4 = TSimd.MultiplyAdd(a4, x, y);
            a5 = TSimd.MultiplyAdd(a5, x, y);
            a6 = TSimd.MultiplyAdd(a6, x, y);
            a7 = TSimd.MultiplyAdd(a7, x, y);
            a8 = TSimd.MultiplyAdd(a8, x, y);
            a9 = TSimd.MultiplyAdd(a9, x, y);
            a10 = TSimd.MultiplyAdd(a10, x, y);
            a11 = TSimd.MultiplyAdd(a11, x, y);
            a12 = TSimd.MultiplyAdd(a12, x, y);
            a13 = TSimd.MultiplyAdd(a13, x, y);
        }

        return a0 + a1 + a2 + a3 + a4 + a5 + a6 + (a7 + a8 + a9 + a10 + a11 + a12 + a13);
    }
}
