namespace DeepSharp;

// Where the channels are not on the last axis, a mask has a value for each channel: as in Keras it lacks the last axis of the input,
// whichever that of the channels is. The input comes with the channels moved to its end, the mask as it is.
internal sealed partial class BatchNormOp
{
    private const int BlockOfChannels = 64;

    private static bool Counts(ReadOnlySpan<float> mask, MaskPlaces places, int row, int channel) => mask[places.Of(row, channel)] != 0f;

    // The input with the channels in their place, without its last axis.
    private Shape MaskShape(Shape input)
    {
        if (maskAxis is not { } given) return input[..^1];
        int axis = input.NormalizeAxis(given);
        Shape rest = input[..^1];
        return axis == rest.Rank ? rest : rest[..^1].Insert(axis, input[^1]);
    }

    private MaskPlaces PlacesOf(Node node)
    {
        Shape input = node.InputShape(0);
        int axis = input.NormalizeAxis(maskAxis!.Value), inner = 1;
        for (int i = axis; i < input.Rank - 2; i++) inner *= input[i];
        return new MaskPlaces(input[^1], inner, input[^2]);
    }

    // Of a channel of which no value counts, mean and variance are 0.
    private void ChannelMaskedMoments(Node node, int rows, int channels, Span<float> mean, Span<float> variance)
    {
        ReadOnlySpan<float> x = node.Input(0), mask = node.Input(node.InputCount - 1);
        MaskPlaces places = PlacesOf(node);
        Span<double> sums = stackalloc double[BlockOfChannels], squares = stackalloc double[BlockOfChannels];
        Span<int> counts = stackalloc int[BlockOfChannels];
        for (int first = 0; first < channels; first += BlockOfChannels)
        {
            int end = Math.Min(channels, first + BlockOfChannels);
            sums.Clear();
            squares.Clear();
            counts.Clear();
            for (int row = 0; row < rows; row++)
            {
                for (int c = first; c < end; c++)
                {
                    if (!Counts(mask, places, row, c)) continue;
                    sums[c - first] += x[row * channels + c];
                    counts[c - first]++;
                }
            }

            for (int c = first; c < end; c++) sums[c - first] /= Math.Max(1, counts[c - first]);
            for (int row = 0; row < rows; row++)
            {
                for (int c = first; c < end; c++)
                {
                    if (!Counts(mask, places, row, c)) continue;
                    double difference = x[row * channels + c] - sums[c - first];
                    squares[c - first] += difference * difference;
                }
            }

            for (int c = first; c < end; c++)
            {
                mean[c] = (float)sums[c - first];
                variance[c] = (float)(squares[c - first] / Math.Max(1, counts[c - first]));
            }
        }
    }

    // What comes by way of the moments is added where a value counts; the share that does not is there.
    private void AddChannelMasked(
        Node node, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverse, ReadOnlySpan<float> factor, ReadOnlySpan<float> sums,
        ReadOnlySpan<float> products, Span<float> dx)
    {
        ReadOnlySpan<float> x = node.Input(0), mask = node.Input(node.InputCount - 1);
        MaskPlaces places = PlacesOf(node);
        int channels = mean.Length, rows = dx.Length / channels;
        Span<int> counts = stackalloc int[BlockOfChannels];
        for (int first = 0; first < channels; first += BlockOfChannels)
        {
            int end = Math.Min(channels, first + BlockOfChannels);
            counts.Clear();
            for (int row = 0; row < rows; row++)
            {
                for (int c = first; c < end; c++) counts[c - first] += Counts(mask, places, row, c) ? 1 : 0;
            }

            for (int row = 0; row < rows; row++)
            {
                for (int c = first; c < end; c++)
                {
                    if (!Counts(mask, places, row, c)) continue;
                    float share = factor[c] / counts[c - first];
                    dx[row * channels + c] -= share * (sums[c] + products[c] * inverse[c] * inverse[c] * (x[row * channels + c] - mean[c]));
                }
            }
        }
    }

    // A row is (before, between, last), and the mask has (before, channels, between): before and between are axes before and behind that of
    // the channels.
    private readonly struct MaskPlaces(int channels, int between, int last)
    {
        public int Of(int row, int channel)
        {
            int place = row / last;
            return (place / between * channels + channel) * between + place % between;
        }
    }
}
