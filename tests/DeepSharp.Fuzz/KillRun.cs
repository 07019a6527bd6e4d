using System.Diagnostics;

namespace DeepSharp.Fuzz;

/// <summary>
/// Kills a process at some moment while it saves the same file again and again: the file is there, whole, and one of those that it wrote.
/// </summary>
internal static class KillRun
{
    /// <summary>Starts and kills; 0 if the file was always whole.</summary>
    public static int Run(int seed, int kills)
    {
        var random = new Random(seed);
        string folder = Directory.CreateTempSubdirectory("deepsharp-kill-").FullName;
        string path = Path.Combine(folder, "model.deepsharp");
        int left = 0, faults = 0;
        try
        {
            Made(0).Save(path);
            for (int kill = 0; kill < kills; kill++)
            {
                using Process child = Start(path);
                child.StandardOutput.ReadLine();
                Thread.Sleep(random.Next(100));
                child.Kill();
                child.WaitForExit();
                if (!IsWhole(path)) faults++;
            }

            // What the killed processes left is cleared by a later save.
            foreach (string file in Directory.EnumerateFiles(folder, ".deepsharp-*.tmp"))
            {
                left++;
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TemporaryFiles.Age);
            }

            Made(0).Save(path);
            int files = Directory.GetFileSystemEntries(folder).Length;
            if (files != 1) faults++;
            Console.WriteLine($"{kills} kills, {left} temporary files left by them, {files - 1} after the next save, {faults} faults");
            return faults == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The program that is killed.</summary>
    public static void SaveForever(string path)
    {
        // The first save compiles the code; kills should meet the later ones.
        Made(0).Save(path);
        Console.WriteLine("ready");
        for (int version = 1; ; version++) Made(version).Save(path);
    }

    // All weights of a file are one number, so that parts of two files would be seen.
    private static Sequential Made(int version)
    {
        var model = new Sequential([new Layers.Dense(200, inputShape: [500])], "killed");
        foreach (Variable weight in model.Weights) weight.Value.Span.Fill(version);
        return model;
    }

    private static bool IsWhole(string path)
    {
        try
        {
            Tensor[] weights = Model.Load(path).GetWeights();
            float version = weights[0].Span[0];
            return weights.All(weight => weight.Span.IndexOfAnyExcept(version) < 0);
        }
        catch (Exception error)
        {
            Console.WriteLine(error);
            return false;
        }
    }

    private static Process Start(string path)
    {
        string program = Environment.ProcessPath!, library = typeof(KillRun).Assembly.GetName().Name + ".dll";
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (isHost) start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, library));
        start.ArgumentList.Add("save-forever");
        start.ArgumentList.Add(path);
        return Process.Start(start)!;
    }
}
