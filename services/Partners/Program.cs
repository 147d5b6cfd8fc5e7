return await Mat.Platform.Hosting.MatHost.RunAsync(args, new Mat.Partners.PartnersModule());
