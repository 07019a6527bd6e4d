using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>The most multiply-adds a second that the machine can do: independent ones, from registers. Counted as two operations each.</summary>
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

    private static double Rate()
    {
        long start = Stopwatch.GetTimestamp();
        float sum;
        int lanes;
        if (Vector512.IsHardwareAccelerated) (sum, lanes) = (Wide(), 16);
        else if (Vector256.IsHardwareAccelerated) (sum, lanes) = (Middle(), 8);
        else (sum, lanes) = (Narrow(), 4);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return float.IsNaN(sum) ? 0 : 2.0 * lanes * Chains * Rounds / seconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> x = Vector512.Create(0.5f), y = Vector512.Create(1e-3f);
        Vector512<float> a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y, a12 = y, a13 = y;
        for (int i = 0; i < Rounds; i++)
        {
            a0 = Vector512.MultiplyAddEstimate(a0, x, y); a1 = Vector512.MultiplyAddEstimate(a1, x, y);
            a2 = Vector512.MultiplyAddEstimate(a2, x, y); a3 = Vector512.MultiplyAddEstimate(a3, x, y);
            a4 = Vector512.MultiplyAddEstimate(a4, x, y); a5 = Vector512.MultiplyAddEstimate(a5, x, y);
            a6 = Vector512.MultiplyAddEstimate(a6, x, y); a7 = Vector512.MultiplyAddEstimate(a7, x, y);
            a8 = Vector512.MultiplyAddEstimate(a8, x, y); a9 = Vector512.MultiplyAddEstimate(a9, x, y);
            a10 = Vector512.MultiplyAddEstimate(a10, x, y); a11 = Vector512.MultiplyAddEstimate(a11, x, y);
            a12 = Vector512.MultiplyAddEstimate(a12, x, y); a13 = Vector512.MultiplyAddEstimate(a13, x, y);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11 + a12 + a13);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Middle()
    {
        Vector256<float> x = Vector256.Create(0.5f), y = Vector256.Create(1e-3f);
        Vector256<float> a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y, a12 = y, a13 = y;
        for (int i = 0; i < Rounds; i++)
        {
            a0 = Vector256.MultiplyAddEstimate(a0, x, y); a1 = Vector256.MultiplyAddEstimate(a1, x, y);
            a2 = Vector256.MultiplyAddEstimate(a2, x, y); a3 = Vector256.MultiplyAddEstimate(a3, x, y);
            a4 = Vector256.MultiplyAddEstimate(a4, x, y); a5 = Vector256.MultiplyAddEstimate(a5, x, y);
            a6 = Vector256.MultiplyAddEstimate(a6, x, y); a7 = Vector256.MultiplyAddEstimate(a7, x, y);
            a8 = Vector256.MultiplyAddEstimate(a8, x, y); a9 = Vector256.MultiplyAddEstimate(a9, x, y);
            a10 = Vector256.MultiplyAddEstimate(a10, x, y); a11 = Vector256.MultiplyAddEstimate(a11, x, y);
            a12 = Vector256.MultiplyAddEstimate(a12, x, y); a13 = Vector256.MultiplyAddEstimate(a13, x, y);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11 + a12 + a13);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector128<float> x = Vector128.Create(0.5f), y = Vector128.Create(1e-3f);
        Vector128<float> a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y, a12 = y, a13 = y;
        for (int i = 0; i < Rounds; i++)
        {
            a0 = Vector128.MultiplyAddEstimate(a0, x, y); a1 = Vector128.MultiplyAddEstimate(a1, x, y);
            a2 = Vector128.MultiplyAddEstimate(a2, x, y); a3 = Vector128.MultiplyAddEstimate(a3, x, y);
            a4 = Vector128.MultiplyAddEstimate(a4, x, y); a5 = Vector128.MultiplyAddEstimate(a5, x, y);
            a6 = Vector128.MultiplyAddEstimate(a6, x, y); a7 = Vector128.MultiplyAddEstimate(a7, x, y);
            a8 = Vector128.MultiplyAddEstimate(a8, x, y); a9 = Vector128.MultiplyAddEstimate(a9, x, y);
            a10 = Vector128.MultiplyAddEstimate(a10, x, y); a11 = Vector128.MultiplyAddEstimate(a11, x, y);
            a12 = Vector128.MultiplyAddEstimate(a12, x, y); a13 = Vector128.MultiplyAddEstimate(a13, x, y);
        }

        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11 + a12 + a13);
    }
}
