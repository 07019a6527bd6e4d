using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace DeepSharp.Tests.Performance;

/// <summary>How many times faster one way is than another, measured here and now: the machine and its load matter to both.</summary>
internal static class SpeedRatio
{
    private const int Attempts = 8;
    private const int RunsOfAttempt = 5;

    /// <summary>
    /// Asserts that <paramref name="ours"/> is at least <paramref name="times"/> as fast as <paramref name="naive"/>, on one thread. One
    /// attempt of several has to show it: noise hides speed more easily than it feigns it, when the ways take turns and the best run of
    /// each counts. Registers narrower than 256 bits promise nothing.
    /// </summary>
    public static void AssertAtLeast(double times, Action naive, Action ours)
    {
        if (!Vector256.IsHardwareAccelerated) return;
        using var oneThread = new ThreadCount(1);
        for (int i = 0; i < 3; i++) naive();
        for (int i = 0; i < 40; i++) ours();

        double best = 0;
        for (int attempt = 0; attempt < Attempts && best < times; attempt++)
        {
            if (attempt > 0) Thread.Sleep(50);
            (double slow, double fast) = (double.PositiveInfinity, double.PositiveInfinity);
            for (int i = 0; i < RunsOfAttempt; i++)
            {
                slow = Math.Min(slow, Seconds(naive));
                fast = Math.Min(fast, Seconds(ours));
            }

            best = Math.Max(best, slow / fast);
        }

        Assert.True(best >= times, $"Expected at least {times} times the speed of plain loops but got {best:0.0}.");
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
