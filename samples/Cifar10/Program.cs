Console.WriteLine("DeepSharp");
