using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's imdb_lstm.py: reviews as ids of words, of which a few say whether they are good.</summary>
public class SentimentLstmTests
{
    [Fact]
    public void Learns_the_mood_and_passes_over_padding()
    {
        Utils.SetRandomSeed(812);
        int maxFeatures = 200, maxlen = 20, batchSize = 32;

        var (reviewsTrain, yTrain) = Reviews(600, maxFeatures, seed: 1);   // imdb.load_data(num_words=max_features)
        var (reviewsTest, yTest) = Reviews(200, maxFeatures, seed: 2);
        var xTrain = Utils.PadSequences(reviewsTrain, maxlen: maxlen);
        var xTest = Utils.PadSequences(reviewsTest, maxlen: maxlen);

        var model = new Sequential();
        model.Add(new Embedding(maxFeatures, 32, maskZero: true));
        model.Add(new LSTM(32, dropout: 0.2, recurrentDropout: 0.2));
        model.Add(new Dense(1, activation: "sigmoid"));

        model.Compile(loss: "binary_crossentropy", optimizer: new Adam(0.005), metrics: ["accuracy"]);
        model.Fit(xTrain, yTrain, batchSize: batchSize, epochs: 4, validationData: (xTest, yTest), verbose: 0);
        var (_, accuracy) = model.Evaluate(xTest, yTest, batchSize: batchSize, verbose: 0);

        Assert.True(accuracy >= 0.95, $"test accuracy {accuracy}");

        // The mask: padding to the double length changes nothing.
        var longer = Utils.PadSequences(reviewsTest.Select(review => review[^Math.Min(review.Length, maxlen)..]), maxlen: 2 * maxlen);
        Assert.Equal(model.Predict(xTest).ToArray(), model.Predict(longer).ToArray());
    }

    private static (int[][] Reviews, int[] Labels) Reviews(int count, int words, int seed)
    {
        var random = new Random(seed);
        int[][] reviews = new int[count][];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        for (int i = 0; i < count; i++)
        {
            reviews[i] = [.. Enumerable.Range(0, random.Next(4, 30)).Select(_ => random.Next(20, words))];
            reviews[i][^random.Next(1, 4)] = 1 + 3 * labels[i] + random.Next(3);   // words 1 to 3 are bad, 4 to 6 good
        }

        return (reviews, labels);
    }
}
