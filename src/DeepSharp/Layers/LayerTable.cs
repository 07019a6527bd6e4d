using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>Keras's class names of layers, and how each is made from its config.</summary>
internal static class LayerTable
{
    public static NameTable<Func<ConfigReader, Layer>> Entries { get; } = new(
        "layer",
        ("Activation", ActivationLayer.FromConfig),
        ("Add", Add.FromConfig),
        ("Average", Average.FromConfig),
        ("AveragePooling1D", AveragePooling1D.FromConfig),
        ("AveragePooling2D", AveragePooling2D.FromConfig),
        ("BatchNormalization", BatchNormalization.FromConfig),
        ("Concatenate", Concatenate.FromConfig),
        ("Conv1D", Conv1D.FromConfig),
        ("Conv2D", Conv2D.FromConfig),
        ("Dense", Dense.FromConfig),
        ("DepthwiseConv2D", DepthwiseConv2D.FromConfig),
        ("Dropout", Dropout.FromConfig),
        ("ELU", ELU.FromConfig),
        ("Embedding", Embedding.FromConfig),
        ("Flatten", Flatten.FromConfig),
        ("GlobalAveragePooling1D", GlobalAveragePooling1D.FromConfig),
        ("GlobalAveragePooling2D", GlobalAveragePooling2D.FromConfig),
        ("GlobalMaxPooling1D", GlobalMaxPooling1D.FromConfig),
        ("GlobalMaxPooling2D", GlobalMaxPooling2D.FromConfig),
        ("GRU", GRU.FromConfig),
        ("Hashing", Hashing.FromConfig),
        ("Identity", Identity.FromConfig),
        ("InputLayer", reader => new InputLayer(Input.Read(reader))),
        ("LayerNormalization", LayerNormalization.FromConfig),
        ("LeakyReLU", LeakyReLU.FromConfig),
        ("LSTM", LSTM.FromConfig),
        ("Maximum", Maximum.FromConfig),
        ("MaxPooling1D", MaxPooling1D.FromConfig),
        ("MaxPooling2D", MaxPooling2D.FromConfig),
        ("Minimum", Minimum.FromConfig),
        ("Multiply", Multiply.FromConfig),
        ("Permute", Permute.FromConfig),
        ("ReLU", ReLU.FromConfig),
        ("RepeatVector", RepeatVector.FromConfig),
        ("Rescaling", Rescaling.FromConfig),
        ("Reshape", Reshape.FromConfig),
        ("SimpleRNN", SimpleRNN.FromConfig),
        ("Softmax", Softmax.FromConfig),
        ("StringLookup", StringLookup.FromConfig),
        ("Subtract", Subtract.FromConfig),
        ("ZeroPadding2D", ZeroPadding2D.FromConfig));
}
