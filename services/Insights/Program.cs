using Mat.Insights;
using Mat.Platform.Hosting;

return await MatHost.RunAsync(args, new InsightsModule());
