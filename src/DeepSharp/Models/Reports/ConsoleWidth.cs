namespace DeepSharp;

/// <summary>How wide the console is.</summary>
internal static class ConsoleWidth
{
    // Terminals that do not know, such as those of some process managers, say 0.
    private const int Usual = 80;

    /// <summary>The columns of the terminal; null where the output goes elsewhere.</summary>
    public static int? Columns
    {
        get
        {
            if (Console.IsOutputRedirected) return null;
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : Usual;
            }
            catch (IOException)
            {
                return Usual;
            }
        }
    }
}
