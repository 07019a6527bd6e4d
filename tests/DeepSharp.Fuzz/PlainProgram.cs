using DeepSharp.Datasets;
using DeepSharp.Layers;

namespace DeepSharp.Fuzz;

/// <summary>What has to work on a system without OpenSSL: training, predicting, all files, and a dataset from a folder.</summary>
internal static class PlainProgram
{
    public static void Run(string folder)
    {
        var ((images, labels), _) = Cifar10Like.Generate(trainSamples: 16, testSamples: 1);
        var model = new Sequential(
            new Conv2D(2, (3, 3), activation: "relu", inputShape: [32, 32, 3]), new Dropout(0.1), new Flatten(), new Dense(10, "softmax"));
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        model.Fit(images / 255f, labels, batchSize: 8, verbose: Verbosity.Silent);
        Tensor before = model.Predict(images / 255f);

        string file = Path.Combine(folder, "model.deepsharp"), weights = Path.Combine(folder, "model.weights.safetensors");
        string tensors = Path.Combine(folder, "tensors.safetensors");
        model.Save(file);
        model.Save(file);
        model.SaveWeights(weights);
        model.LoadWeights(weights);
        Safetensors.Save(tensors, new Dictionary<string, Tensor> { ["x"] = before });
        Tensor after = Model.Load(file).Predict(images / 255f);
        if (!after.Span.SequenceEqual(before.Span) || !Safetensors.Load(tensors)["x"].Span.SequenceEqual(before.Span))
        {
            throw new InvalidOperationException("A file gives other values than it was given.");
        }

        // The archive that is looked for in the cache is compared with its SHA-256.
        string cached = Path.Combine(folder, "file.bin");
        File.WriteAllBytes(cached, [1, 2, 3]);
        using FileStream stream = File.OpenRead(cached);
        string hash = Convert.ToHexStringLower(Sha256Hash.Of(stream));
        Directory.CreateDirectory(Path.Combine(folder, Cifar10Archive.Folder));
        foreach (string name in Cifar10Reader.FileNames)
        {
            File.WriteAllBytes(Path.Combine(folder, Cifar10Archive.Folder, name), new byte[3073]);
        }

        var places = new DatasetPlaces(folder, null, folder);
        var ((read, _), _) = Cifar10.LoadFrom(places, new RemoteFile(new Uri("https://example.org/file.bin"), 3, hash), recordsPerFile: 1);
        Console.WriteLine($"trained, saved, loaded; {read.Count} images; {hash[..8]}");
    }
}
