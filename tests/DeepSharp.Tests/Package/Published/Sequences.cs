using DeepSharp;
using DeepSharp.Layers;

namespace Published;

/// <summary>Ids of words, masks, recurrent layers with states, sequences of batches, weights in a file.</summary>
internal static class Sequences
{
    public static void Run(TextWriter output, string file)
    {
        var (from, to) = (new Input([Shape.Any], name: "from"), new Input([Shape.Any], name: "to"));
        SymbolicTensor[] encoded = new LSTM(5, returnState: true).ApplyAll(new Embedding(20, 4, maskZero: true).Apply(from));
        SymbolicTensor decoded = new LSTM(5, returnSequences: true).Apply(
            new Embedding(20, 4, maskZero: true).Apply(to), initialState: [encoded[1], encoded[2]]);
        var model = new Model((from, to), new Dense(20, activation: "softmax").Apply(decoded));
        model.Compile("nadam", "sparse_categorical_crossentropy", weightedMetrics: "accuracy");

        History history = model.Fit(Batches(3), epochs: 2, verbose: Verbosity.Silent, stepsPerEpoch: 3, validationBatches: Batches(1));
        output.WriteLine(history.ToCsv().Trim());
        model.SaveWeights(file);
        model.LoadWeights(file);
        output.WriteLine(EveryArea.Text(model.Predict(Batches(2))));
        output.WriteLine(model.ToJson());
    }

    private static IEnumerable<Batch> Batches(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int[,] words = { { 1 + i, 2, 3, 0 }, { 4, 5 + i, 0, 0 }, { 6, 7, 8, 9 + i } };
            yield return new Batch((words, words), words, new float[] { 1, 0.5f, 1 });
        }
    }
}
