using System.Globalization;
using DeepSharp;

namespace SidePackage;

/// <summary>Saves weights and optimizer every few batches; a training that begins again goes on where the files were written.</summary>
public sealed class Backup(string folder, int everyBatches) : Callback
{
    private readonly string _weights = Path.Combine(folder, "latest.weights.safetensors");
    private readonly string _place = Path.Combine(folder, "place.txt");
    private int _epoch;
    private int _saves;

    public override IReadOnlyList<string> ValueNames => ["saves"];

    public override void OnTrainBegin()
    {
        if (!File.Exists(_place)) return;
        int[] place = [.. File.ReadAllText(_place).Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        Model.LoadWeights(_weights);
        BeginAt(epoch: place[0], batch: place[1]);
    }

    public override void OnEpochBegin(int epoch) => (_epoch, _saves) = (epoch, 0);

    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if ((batch + 1) % everyBatches != 0) return;
        Model.SaveWeights(_weights);
        File.WriteAllText(_place, string.Create(CultureInfo.InvariantCulture, $"{_epoch} {batch + 1}"));
        _saves++;
    }

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["saves"] = _saves;
    }
}
