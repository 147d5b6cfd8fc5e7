using Mat.Platform.Hosting;
using Mat.Trust;

return await MatHost.RunAsync(args, new TrustModule());
