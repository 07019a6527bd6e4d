namespace DeepSharp;

/// <summary>The key <c>axis</c> of Keras's cross-entropies.</summary>
internal static class LossAxis
{
    /// <summary>Accepts the last axis.</summary>
    /// <exception cref="NotSupportedException">The config says another one.</exception>
    public static void ReadLast(ConfigReader reader)
    {
        int axis = reader.Int("axis", -1);
        if (axis != -1)
        {
            throw new NotSupportedException(
                $"{reader.Owner}: expected 'axis' to be -1, the only one supported, but the config says {axis}. Transpose the data.");
        }
    }
}
