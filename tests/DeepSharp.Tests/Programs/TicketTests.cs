using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Several inputs and outputs, from Keras's guide to the functional API: which tickets are urgent, and who answers them.</summary>
public class TicketTests
{
    [Fact]
    public void Learns_both_answers_from_both_inputs()
    {
        Utils.SetRandomSeed(812);
        int numTags = 12, numWords = 100, numDepartments = 4;

        var titleInput = new Input(shape: [Shape.Any], name: "title");   // keras.Input(shape=(None,), name="title")
        var tagsInput = new Input(shape: [numTags], name: "tags");
        var titleFeatures = new Embedding(numWords, 16).Apply(titleInput);
        titleFeatures = new LSTM(16).Apply(titleFeatures);
        var x = new Concatenate().Apply(titleFeatures, tagsInput);       // layers.concatenate([title_features, tags_input])
        var priorityPred = new Dense(1, name: "priority").Apply(x);
        var departmentPred = new Dense(numDepartments, name: "department").Apply(x);

        var model = new Model(
            inputs: [titleInput, tagsInput],
            outputs: new() { ["priority"] = priorityPred, ["department"] = departmentPred });
        model.Compile(
            optimizer: new RMSprop(1e-2),
            loss: new()
            {
                ["priority"] = Loss.BinaryCrossentropy(fromLogits: true),
                ["department"] = Loss.SparseCategoricalCrossentropy(fromLogits: true),
            },
            metrics: new() { ["priority"] = "accuracy", ["department"] = "accuracy" },
            lossWeights: new() { ["priority"] = 1.0, ["department"] = 0.2 });

        // Urgent where the last word is one of the first half; the department follows from the first two tags.
        Tensor titleData = Ops.RandomInt([640, 6], 0, numWords, seed: 1), tagsData = Ops.RandomInt([640, numTags], 0, 2, seed: 2);
        float[] urgent = [.. Enumerable.Range(0, 640).Select(i => titleData[i, 5] < 50 ? 1f : 0f)];
        int[] department = [.. Enumerable.Range(0, 640).Select(i => (int)(2 * tagsData[i, 0] + tagsData[i, 1]))];
        var history = model.Fit(
            new() { ["title"] = titleData, ["tags"] = tagsData },
            new() { ["priority"] = urgent, ["department"] = department },
            epochs: 15, batchSize: 32, verbose: 0);

        Assert.Equal(history["priority_loss"][^1] + 0.2 * history["department_loss"][^1], history["loss"][^1], 1e-4);
        Assert.True(history["priority_accuracy"][^1] >= 0.95, $"priority {history["priority_accuracy"][^1]}");
        Assert.True(history["department_accuracy"][^1] >= 0.99, $"department {history["department_accuracy"][^1]}");
        Assert.Equal([640, 4], model.PredictAll([titleData, tagsData])["department"].Shape);
    }
}
